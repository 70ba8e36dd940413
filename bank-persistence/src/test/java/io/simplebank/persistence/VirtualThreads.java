package io.simplebank.persistence;

import java.lang.reflect.Method;

/** Virtual threads where the JDK has them (21 and newer), without compiling against them. */
final class VirtualThreads {

    private VirtualThreads() {}

    /** An unstarted virtual thread, or one of the platform's on an older JDK. */
    static Thread orPlatform(Runnable work) throws ReflectiveOperationException {
        if (Runtime.version().feature() < 21) {
            return new Thread(work);
        }
        Method ofVirtual = Thread.class.getMethod("ofVirtual");
        Object builder = ofVirtual.invoke(null);
        return (Thread) Class.forName("java.lang.Thread$Builder")
                .getMethod("unstarted", Runnable.class)
                .invoke(builder, work);
    }
}
