create table orders (
    id uuid primary key,
    buyer uuid not null,
    state text not null
);
