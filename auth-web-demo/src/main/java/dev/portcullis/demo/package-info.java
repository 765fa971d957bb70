/** An old-fashioned application: nothing in it knows how its users are authenticated. */
package dev.portcullis.demo;
