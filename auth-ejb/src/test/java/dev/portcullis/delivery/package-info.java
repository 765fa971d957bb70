@NullMarked
package dev.portcullis.delivery;

import org.jspecify.annotations.NullMarked;
