/** Tests of the deployed application on a real server. */
@NullMarked
package dev.portcullis.it;

import org.jspecify.annotations.NullMarked;
