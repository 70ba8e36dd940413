package io.simplebank.persistence;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;

/** A list that says it has another size than it has. */
final class LyingList extends AbstractList<Object> {

    private final List<?> elements;
    private final int size;

    LyingList(List<?> elements, int size) {
        this.elements = elements;
        this.size = size;
    }

    @Override
    public Object get(int index) {
        return elements.get(index);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Iterator<Object> iterator() {
        return (Iterator<Object>) elements.iterator();
    }

    @Override
    public int size() {
        return size;
    }
}
