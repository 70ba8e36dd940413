package io.simplebank.persistence.hosts;

/** What a setting is of, as the page on compatibility says. */
enum Area {
    NAMES("Hibernate: names"),
    TYPES("Hibernate: types"),
    CONVERTERS("Hibernate: converters that apply by themselves"),
    COMPLIANCE("Hibernate: strict compliance"),
    QUERIES("Hibernate: statements and queries"),
    SESSIONS("Hibernate: sessions"),
    CACHE("Hibernate: caches"),
    DRIVER("the driver's parameters"),
    SERVER("the database's settings"),
    JVM("the JVM's defaults");

    private final String words;

    Area(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
