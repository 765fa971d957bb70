/** What talks to the application from outside: HTTP clients and a browser. */
@NullMarked
package dev.portcullis.it.client;

import org.jspecify.annotations.NullMarked;
