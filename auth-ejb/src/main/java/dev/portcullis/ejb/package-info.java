/**
 * The container's doors to the domain: the beans, and the one place where everything is put
 * together.
 */
@NullMarked
package dev.portcullis.ejb;

import org.jspecify.annotations.NullMarked;
