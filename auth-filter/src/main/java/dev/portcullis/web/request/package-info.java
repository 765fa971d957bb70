/** Who makes a request, and whether it may go on: one room behind every door. */
@NullMarked
package dev.portcullis.web.request;

import org.jspecify.annotations.NullMarked;
