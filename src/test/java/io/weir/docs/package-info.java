/** Documents that can be checked are checked: behaviours against tests, links, commands and configuration against the tree. */
package io.weir.docs;
