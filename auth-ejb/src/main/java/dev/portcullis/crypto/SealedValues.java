package dev.portcullis.crypto;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a class that seals what becomes of its values when {@code auth.encryption_key} is
 * replaced; one of the two. A test wants it of every caller of {@link EncryptionKey#seal}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SealedValues {

  /** The {@code SealedColumn} that has them sealed anew. */
  Class<?> column() default void.class;

  /**
   * How long a value has to open, in ISO 8601; after that nobody needs it. The replaced key stays
   * for as long.
   */
  String life() default "";
}
