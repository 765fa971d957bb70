/** A domain in memory and a Tomcat around the doors, for tests over real HTTP. */
@NullMarked
package dev.portcullis.web.testing;

import org.jspecify.annotations.NullMarked;
