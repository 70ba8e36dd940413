package io.simplebank.persistence;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The Liquibases that the changelog must be the same to. */
enum LiquibaseVersion {

    /** The one that the library brings. */
    FOUR {
        @Override
        Migrations open(String root) {
            return new LiquibaseMigrations(root);
        }
    },

    /**
     * One that a host may bring, in a class loader of its own: the test class path with this Liquibase in the place of
     * the other.
     */
    FIVE {
        private ClassLoader loader;

        @Override
        Migrations open(String root) throws Exception {
            if (loader == null) {
                loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
            }
            Class<?> apart = loader.loadClass(LiquibaseMigrations.class.getName());
            var constructor = apart.getDeclaredConstructor(String.class);
            constructor.setAccessible(true);
            Object target = constructor.newInstance(root);
            return (Migrations) Proxy.newProxyInstance(
                    Migrations.class.getClassLoader(),
                    new Class<?>[] {Migrations.class},
                    (proxy, called, arguments) -> {
                        var method = apart.getMethod(called.getName(), called.getParameterTypes());
                        method.setAccessible(true);
                        return within(loader, () -> method.invoke(target, arguments));
                    });
        }
    };

    private static final String JAR = "liquibase-core";

    private final Map<String, Migrations> opened = new HashMap<>();

    /** The ledger's own changelog. */
    Migrations migrations() throws Exception {
        return migrations(Changelog.ROOT);
    }

    /** The changelog of the roles, which is not part of it. */
    Migrations roles() throws Exception {
        return migrations("META-INF/simplebank/roles.xml");
    }

    /** Opened once, because a Liquibase takes a second to find its parts. */
    private synchronized Migrations migrations(String root) throws Exception {
        Migrations migrations = opened.get(root);
        if (migrations == null) {
            migrations = open(root);
            opened.put(root, migrations);
        }
        return migrations;
    }

    abstract Migrations open(String root) throws Exception;

    /** Liquibase looks for its parts through the thread's class loader. */
    private static Object within(ClassLoader loader, Callable<Object> work) throws Throwable {
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.call();
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        } finally {
            thread.setContextClassLoader(usual);
        }
    }

    private static URL[] classPath() throws URISyntaxException, MalformedURLException {
        Path testClasses = Path.of(LiquibaseVersion.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path five = testClasses.resolveSibling("liquibase-5").resolve(JAR + ".jar");
        if (!Files.exists(five)) {
            throw new IllegalStateException(five + " is missing: Maven's phase generate-test-resources puts it there");
        }
        List<URL> urls = new ArrayList<>(List.of(five.toUri().toURL()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (!path.getFileName().toString().startsWith(JAR)) {
                urls.add(path.toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }
}
