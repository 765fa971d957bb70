/** The other applications with Portcullis in one server, and what of their settings conflicts. */
@NullMarked
package dev.portcullis.web.neighbour;

import org.jspecify.annotations.NullMarked;
