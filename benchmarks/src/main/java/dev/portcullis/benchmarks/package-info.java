/** What a request costs. */
@NullMarked
package dev.portcullis.benchmarks;

import org.jspecify.annotations.NullMarked;
