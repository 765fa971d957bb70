/** Personal API tokens: made, listed and ended by their owners, and checked at each use. */
@NullMarked
package dev.portcullis.apitoken;

import org.jspecify.annotations.NullMarked;
