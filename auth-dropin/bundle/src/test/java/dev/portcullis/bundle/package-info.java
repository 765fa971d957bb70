/** What the bundle holds, read from the jar itself. */
@org.jspecify.annotations.NullMarked
package dev.portcullis.bundle;
