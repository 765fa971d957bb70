/** The meters of API.md, and the decorators that time the domain's services. */
@NullMarked
package dev.portcullis.metrics;

import org.jspecify.annotations.NullMarked;
