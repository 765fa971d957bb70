/** What is spoken with pac4j: the bearer client, and the caller as a profile of pac4j. */
@NullMarked
package dev.portcullis.web.client;

import org.jspecify.annotations.NullMarked;
