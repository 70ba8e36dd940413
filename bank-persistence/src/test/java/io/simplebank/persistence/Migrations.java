package io.simplebank.persistence;

import java.sql.Connection;
import java.util.List;

/** What is done with the changelog. Only the JDK's types, so that it can be called across class loaders. */
interface Migrations {

    /** Applies what is not applied yet. */
    void update(Connection connection) throws Exception;

    /** Applies the next changeset. */
    void updateOne(Connection connection) throws Exception;

    /** Takes back the last changesets, or as many as there are. */
    void rollback(Connection connection, int changesets) throws Exception;

    /** The changesets in order, each as file::id::author. */
    List<String> changesets() throws Exception;

    /** Liquibase's own version. */
    String liquibase();
}
