package io.simplebank.persistence;

import org.junit.jupiter.api.Test;

/** Eight methods, each of which JUnit makes an instance for. */
abstract class EightMethods {

    abstract void meet() throws Exception;

    @Test
    void one() throws Exception {
        meet();
    }

    @Test
    void two() throws Exception {
        meet();
    }

    @Test
    void three() throws Exception {
        meet();
    }

    @Test
    void four() throws Exception {
        meet();
    }

    @Test
    void five() throws Exception {
        meet();
    }

    @Test
    void six() throws Exception {
        meet();
    }

    @Test
    void seven() throws Exception {
        meet();
    }

    @Test
    void eight() throws Exception {
        meet();
    }
}
