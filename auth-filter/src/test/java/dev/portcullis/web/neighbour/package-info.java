/** Tests of applications beside each other. */
@NullMarked
package dev.portcullis.web.neighbour;

import org.jspecify.annotations.NullMarked;
