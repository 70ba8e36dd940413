package io.simplebank.persistence;

import io.simplebank.persistence.HostileValues.Sabotage;
import java.util.AbstractList;
import java.util.List;

/** A list whose last element cannot be had. */
final class BreakingList extends AbstractList<Object> {

    private final List<?> elements;

    BreakingList(List<?> elements) {
        this.elements = elements;
    }

    @Override
    public Object get(int index) {
        if (index == elements.size()) {
            throw new Sabotage();
        }
        return elements.get(index);
    }

    @Override
    public int size() {
        return elements.size() + 1;
    }
}
