<%@ page contentType="text/html;charset=UTF-8" %>
<html><head><title>Ledger</title><link rel="stylesheet" href="${pageContext.request.contextPath}/style.css"></head>
<body>
<h1 id="page">The books</h1>
<p>Signed in as <b id="user"><%= request.getRemoteUser() %></b><% if (request.isUserInRole("editor")) { %>, <b id="editor">who may write</b><% } %></p>
<form method="post" action="order.do?year=2014">
<p>Item <input type="text" name="item"> Note <input type="text" name="note"></p>
<p><input type="submit" value="Order" id="send"></p>
</form>
<form method="post" action="order.do" enctype="multipart/form-data">
<p>Receipt <input type="file" name="receipt"></p>
<p><input type="submit" value="Upload" id="upload"></p>
</form>
</body></html>
