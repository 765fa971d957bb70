/** Two nodes on one database behind a proxy. */
@NullMarked
package dev.portcullis.it.cluster;

import org.jspecify.annotations.NullMarked;
