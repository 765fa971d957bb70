/** The public interface of the domain: what an application, and the web side, may use. */
@NullMarked
package dev.portcullis;

import org.jspecify.annotations.NullMarked;
