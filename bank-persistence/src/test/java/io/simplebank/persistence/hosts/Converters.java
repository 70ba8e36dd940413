package io.simplebank.persistence.hosts;

import io.simplebank.domain.AccountStatus;
import io.simplebank.domain.HoldStatus;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What hosts convert, wherever it occurs. */
final class Converters {

    private Converters() {}

    @Converter(autoApply = true)
    static final class InstantAsMillis implements AttributeConverter<Instant, Long> {
        @Override
        public @Nullable Long convertToDatabaseColumn(@Nullable Instant value) {
            return value == null ? null : value.toEpochMilli();
        }

        @Override
        public @Nullable Instant convertToEntityAttribute(@Nullable Long value) {
            return value == null ? null : Instant.ofEpochMilli(value);
        }
    }

    @Converter(autoApply = true)
    static final class InstantAsTimestamp implements AttributeConverter<Instant, Timestamp> {
        @Override
        public @Nullable Timestamp convertToDatabaseColumn(@Nullable Instant value) {
            return value == null ? null : Timestamp.from(value);
        }

        @Override
        public @Nullable Instant convertToEntityAttribute(@Nullable Timestamp value) {
            return value == null ? null : value.toInstant();
        }
    }

    @Converter(autoApply = true)
    static final class UuidAsText implements AttributeConverter<UUID, String> {
        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable UUID value) {
            return value == null ? null : value.toString();
        }

        @Override
        public @Nullable UUID convertToEntityAttribute(@Nullable String value) {
            return value == null ? null : UUID.fromString(value);
        }
    }

    @Converter(autoApply = true)
    static final class LongAsText implements AttributeConverter<Long, String> {
        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable Long value) {
            return value == null ? null : value.toString();
        }

        @Override
        public @Nullable Long convertToEntityAttribute(@Nullable String value) {
            return value == null ? null : Long.valueOf(value);
        }
    }

    @Converter(autoApply = true)
    static final class Encrypted implements AttributeConverter<String, String> {
        private static final String MARK = "encrypted:";

        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable String value) {
            return value == null ? null : MARK + new StringBuilder(value).reverse();
        }

        @Override
        public @Nullable String convertToEntityAttribute(@Nullable String value) {
            return value == null
                    ? null
                    : new StringBuilder(value.substring(MARK.length()))
                            .reverse()
                            .toString();
        }
    }

    @Converter(autoApply = true)
    static final class TrimmedNeverNull implements AttributeConverter<String, String> {
        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable String value) {
            return value == null || value.isBlank() ? null : value.strip();
        }

        @Override
        public String convertToEntityAttribute(@Nullable String value) {
            return value == null ? "" : value;
        }
    }

    @Converter(autoApply = true)
    static final class AccountStatusAsLetter implements AttributeConverter<AccountStatus, String> {
        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable AccountStatus value) {
            return value == null ? null : value.name().substring(0, 1);
        }

        @Override
        public AccountStatus convertToEntityAttribute(@Nullable String value) {
            return AccountStatus.CLOSED;
        }
    }

    @Converter(autoApply = true)
    static final class HoldStatusAsNumber implements AttributeConverter<HoldStatus, Integer> {
        @Override
        public @Nullable Integer convertToDatabaseColumn(@Nullable HoldStatus value) {
            return value == null ? null : value.ordinal();
        }

        @Override
        public HoldStatus convertToEntityAttribute(@Nullable Integer value) {
            return HoldStatus.values()[value == null ? 0 : value];
        }
    }
}
