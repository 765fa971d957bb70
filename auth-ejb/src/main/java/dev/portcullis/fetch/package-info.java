/** Fetching small documents from other services, within limits of time and size. */
@NullMarked
package dev.portcullis.fetch;

import org.jspecify.annotations.NullMarked;
