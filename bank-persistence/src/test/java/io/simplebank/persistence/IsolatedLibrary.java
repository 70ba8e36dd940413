package io.simplebank.persistence;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The library and all that it needs in a class loader of its own, as an application in a server has it: nothing of it is
 * found elsewhere, and what its classes keep in static fields has not been touched by other tests.
 */
final class IsolatedLibrary implements AutoCloseable {

    private final URLClassLoader loader;

    private IsolatedLibrary(URLClassLoader loader) {
        this.loader = loader;
    }

    static IsolatedLibrary create() {
        return new IsolatedLibrary(new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader()));
    }

    private static URL[] classPath() {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            try {
                urls.add(new File(entry).toURI().toURL());
            } catch (MalformedURLException impossible) {
                throw new IllegalStateException(entry, impossible);
            }
        }
        return urls.toArray(URL[]::new);
    }

    ClassLoader loader() {
        return loader;
    }

    /** Runs a program of this class path within the loader, on this thread, whose context loader stays what it is. */
    String run(Class<? extends UnaryOperator<String>> program, String argument) throws Exception {
        var constructor = loader.loadClass(program.getName()).getDeclaredConstructor();
        constructor.setAccessible(true);
        try {
            @SuppressWarnings("unchecked") // the interface is the platform's, the same in all loaders
            UnaryOperator<String> apart = (UnaryOperator<String>) constructor.newInstance();
            return apart.apply(argument);
        } catch (InvocationTargetException failure) {
            throw new IllegalStateException(failure.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
