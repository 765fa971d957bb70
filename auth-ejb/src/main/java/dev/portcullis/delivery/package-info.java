/** Carries codes to people, over mail servers and services for SMS that may be slow or broken. */
@NullMarked
package dev.portcullis.delivery;

import org.jspecify.annotations.NullMarked;
