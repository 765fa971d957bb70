/** Tests of what is spoken with pac4j. */
@NullMarked
package dev.portcullis.web.client;

import org.jspecify.annotations.NullMarked;
