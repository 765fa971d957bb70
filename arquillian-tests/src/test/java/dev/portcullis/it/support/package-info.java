/** What the tests share: settings of the build, resources, waiting. */
@NullMarked
package dev.portcullis.it.support;

import org.jspecify.annotations.NullMarked;
