/** Applications as they have been, with Portcullis dropped in. */
@NullMarked
package dev.portcullis.it.legacy;

import org.jspecify.annotations.NullMarked;
