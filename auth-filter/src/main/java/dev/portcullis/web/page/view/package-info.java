/**
 * What the templates see: one record a page, and the texts. Public, because an application may
 * replace a template and then writes against these types.
 */
@NullMarked
package dev.portcullis.web.page.view;

import org.jspecify.annotations.NullMarked;
