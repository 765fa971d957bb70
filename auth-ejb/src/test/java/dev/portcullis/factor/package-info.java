@NullMarked
package dev.portcullis.factor;

import org.jspecify.annotations.NullMarked;
