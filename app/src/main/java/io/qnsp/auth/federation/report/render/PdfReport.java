package io.qnsp.auth.federation.report.render;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.openpdf.text.Document;
import org.openpdf.text.Element;
import org.openpdf.text.Font;
import org.openpdf.text.PageSize;
import org.openpdf.text.Paragraph;
import org.openpdf.text.Phrase;
import org.openpdf.text.Rectangle;
import org.openpdf.text.pdf.ColumnText;
import org.openpdf.text.pdf.PdfPCell;
import org.openpdf.text.pdf.PdfPTable;
import org.openpdf.text.pdf.PdfPageEventHelper;
import org.openpdf.text.pdf.PdfWriter;

/**
 * A report as PDF on A4 across: title, range, one table a section with its header on each
 * page, page numbers.
 *
 * <p>
 * The standard fonts hold Western European letters; any other character is shown as its
 * code point, such as {@code <U+4E2D>}, so that nothing is lost silently.
 */
public final class PdfReport {

	private static final float MARGIN = 36;

	private static final Font TITLE = new Font(Font.HELVETICA, 16, Font.BOLD);

	private static final Font HEADING = new Font(Font.HELVETICA, 11, Font.BOLD);

	private static final Font TEXT = new Font(Font.HELVETICA, 8);

	private static final Font COLUMN = new Font(Font.HELVETICA, 8, Font.BOLD);

	private static final Color SHADE = new Color(230, 234, 240);

	private static final Charset FONT_CHARSET = Charset.forName("windows-1252");

	private PdfReport() {
	}

	/**
	 * Renders a report. Takes CPU time.
	 * @param report the report
	 * @return the file
	 */
	public static byte[] render(FederationReport report) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (Document document = new Document(PageSize.A4.rotate(), MARGIN, MARGIN, MARGIN, MARGIN + 12)) {
			PdfWriter.getInstance(document, bytes).setPageEvent(new Footer(report));
			document.addTitle(shown(report.title()));
			document.open();
			document.add(new Paragraph(shown(report.title()), TITLE));
			document.add(new Paragraph("From " + report.start() + " to " + report.end(), TEXT));
			document.add(new Paragraph(
					"Providers: "
							+ (report.providers().isEmpty() ? "all" : shown(String.join(", ", report.providers()))),
					TEXT));
			document.add(new Paragraph("Generated at " + report.generatedAt(), TEXT));
			for (FederationReport.Section section : report.sections()) {
				add(document, section);
			}
		}
		return bytes.toByteArray();
	}

	private static void add(Document document, FederationReport.Section section) {
		Paragraph heading = new Paragraph(shown(section.title()), HEADING);
		heading.setSpacingBefore(14);
		heading.setSpacingAfter(4);
		heading.setKeepTogether(true);
		document.add(heading);
		if (section.rows().isEmpty()) {
			document.add(new Paragraph("None.", TEXT));
			return;
		}
		PdfPTable table = new PdfPTable(section.columns().size());
		table.setWidthPercentage(100);
		table.setHeaderRows(1);
		section.columns().forEach((column) -> table.addCell(cell(column, COLUMN, SHADE)));
		for (List<@Nullable Object> row : section.rows()) {
			row.forEach((value) -> table.addCell(cell(FederationReport.text(value), TEXT, null)));
		}
		document.add(table);
	}

	private static PdfPCell cell(String text, Font font, @Nullable Color background) {
		PdfPCell cell = new PdfPCell(new Phrase(shown(text), font));
		cell.setPadding(3);
		cell.setBorderColor(Color.LIGHT_GRAY);
		if (background != null) {
			cell.setBackgroundColor(background);
		}
		return cell;
	}

	static String shown(String text) {
		CharsetEncoder encoder = FONT_CHARSET.newEncoder();
		StringBuilder shown = new StringBuilder(text.length());
		text.codePoints().forEach((codePoint) -> {
			String character = Character.toString(codePoint);
			if (encoder.canEncode(character)) {
				shown.append(character);
			}
			else {
				shown.append("<U+%04X>".formatted(codePoint));
			}
		});
		return shown.toString();
	}

	private static final class Footer extends PdfPageEventHelper {

		private final String text;

		Footer(FederationReport report) {
			this.text = shown(report.title()) + ", generated at " + report.generatedAt() + ", page ";
		}

		@Override
		public void onEndPage(PdfWriter writer, Document document) {
			Rectangle page = document.getPageSize();
			ColumnText.showTextAligned(writer.getDirectContent(), Element.ALIGN_RIGHT,
					new Phrase(this.text + writer.getPageNumber(), TEXT), page.getRight() - MARGIN,
					page.getBottom() + MARGIN - 10, 0);
		}

	}

}
