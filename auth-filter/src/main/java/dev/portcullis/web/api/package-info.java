/** The JSON operations of API.md, and what operations and pages are written with. */
@NullMarked
package dev.portcullis.web.api;

import org.jspecify.annotations.NullMarked;
