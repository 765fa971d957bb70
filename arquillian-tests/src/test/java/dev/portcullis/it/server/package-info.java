/** The application servers and databases that the tests start. */
@NullMarked
package dev.portcullis.it.server;

import org.jspecify.annotations.NullMarked;
