package dev.portcullis.it.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What takes long and is the same behind every door: on each change it runs through the module on
 * Payara Micro, with {@code -Pfull} everywhere.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OneDoorIsEnoughCondition.class)
public @interface OneDoorIsEnough {}
