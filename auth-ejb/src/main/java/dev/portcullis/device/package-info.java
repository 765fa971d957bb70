/** Trusted devices: browsers that are spared the second factor for a while, and nothing else. */
@NullMarked
package dev.portcullis.device;

import org.jspecify.annotations.NullMarked;
