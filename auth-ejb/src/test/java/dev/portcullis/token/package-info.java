/** Tests of tokens. */
@NullMarked
package dev.portcullis.token;

import org.jspecify.annotations.NullMarked;
