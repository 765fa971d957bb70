<%@ page contentType="text/html;charset=UTF-8" %>
<html><head><title>Depot</title></head>
<body><h1 id="page">This page was open for too long</h1>
<p><a href="<%= request.getContextPath() %>/inside/stock.xhtml">Open it again</a></p></body></html>
