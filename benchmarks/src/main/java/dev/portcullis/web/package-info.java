/** The product in a server of the benchmarks. */
@NullMarked
package dev.portcullis.web;

import org.jspecify.annotations.NullMarked;
