package io.simplebank.persistence.testing;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL in a container of Testcontainers', which need not be on the class path unless this class is used. */
record ContainerServer(PostgreSQLContainer container) implements DatabaseServer {

    private static final String DEFAULT_IMAGE = "postgres:18-alpine";

    /** Whether an engine answers. */
    static boolean isPossible() {
        return Quiet.ask(
                "org.testcontainers.dockerclient",
                () -> DockerClientFactory.instance().isDockerAvailable());
    }

    static ContainerServer start() {
        DockerImageName image = DockerImageName.parse(System.getProperty("bank.test.image", DEFAULT_IMAGE))
                .asCompatibleSubstituteFor("postgres");
        PostgreSQLContainer container = new PostgreSQLContainer(image)
                .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300", "-c", "autovacuum=off");
        container.start();
        return new ContainerServer(container);
    }

    @Override
    public String url(String database, String username, String password) {
        return "jdbc:postgresql://" + container.getHost() + ":"
                + container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT) + "/" + database + "?user=" + username
                + "&password=" + password;
    }

    @Override
    public String username() {
        return container.getUsername();
    }

    @Override
    public String password() {
        return container.getPassword();
    }

    @Override
    public String kind() {
        return "container";
    }
}
