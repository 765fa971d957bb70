/** What an application with a mechanism of its own brings along. */
package dev.portcullis.it.own;
