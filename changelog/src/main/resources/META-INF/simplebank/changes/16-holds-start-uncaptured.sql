--liquibase formatted sql

-- A hold is captured by ending one that is pending, beside its transfer. One that was inserted as captured could take the id
-- of a plain transfer of long ago: the payment's request, sent again, was then answered as a conflict.

--changeset simplebank:16-holds-start-uncaptured splitStatements:false
SET LOCAL search_path = pg_catalog, pg_temp;
CREATE TRIGGER holds_start_uncaptured AFTER INSERT ON bank.holds
  FOR EACH ROW WHEN (NEW.status = 'CAPTURED') EXECUTE FUNCTION bank.refuse();
--rollback DROP TRIGGER holds_start_uncaptured ON bank.holds;
