// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/outputview.h"

#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"

#include <QtGui/QPainter>
#include <QtGui/QTextBlock>
#include <QtWidgets/QScrollBar>

namespace Spawn {

static constexpr int GutterWidth = 24;

// What a line is; QTextBlock::userState().
enum LineKind {
    OutputLine,
    ErrorLine,
    EndLine,
};

class OutputGutter final : public QWidget
{
public:
    explicit OutputGutter(OutputView *view) : QWidget(view), m_view(view) { }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        m_view->paintGutter(&painter);
    }

private:
    OutputView *m_view;
};

OutputView::OutputView(QWidget *parent) : QPlainTextEdit(parent), m_gutter(new OutputGutter(this))
{
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setFont(fontOf(Type::Mono));
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setUndoRedoEnabled(false);
    document()->setDocumentMargin(0);
    setViewportMargins(GutterWidth, 0, 0, 0);
    setAccessibleName(QStringLiteral("Output"));
    connect(this, &QPlainTextEdit::updateRequest, m_gutter, [this] { m_gutter->update(); });
}

void OutputView::setOutput(const QStringList &output, const QStringList &errors, const QString &end,
                           const Mark &endMark)
{
    QStringList lines = output + errors;
    if (!end.isEmpty())
        lines += end;
    m_endMark = endMark;
    if (lines == m_lines && !lines.isEmpty())
        return; // who reads it is not disturbed
    m_lines = lines;
    // Who looks at the end wants to go on with it.
    const bool atEnd = verticalScrollBar()->value() == verticalScrollBar()->maximum();
    const int place = verticalScrollBar()->value();
    setPlainText(lines.join(u'\n'));
    int number = 0;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next(), ++number) {
        const bool isEnd = !end.isEmpty() && number == lines.size() - 1;
        const bool isError = number >= output.size() && number < output.size() + errors.size();
        block.setUserState(isEnd ? EndLine : isError ? ErrorLine : OutputLine);
    }
    if (!end.isEmpty()) {
        QTextCursor cursor(document()->lastBlock());
        cursor.select(QTextCursor::BlockUnderCursor);
        QTextCharFormat format;
        format.setFont(fontOf(Type::Emphasis));
        cursor.setCharFormat(format);
    }
    verticalScrollBar()->setValue(atEnd ? verticalScrollBar()->maximum() : place);
    m_gutter->update();
}

void OutputView::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    m_gutter->setGeometry(0, 0, GutterWidth, viewport()->height());
}

void OutputView::paintGutter(QPainter *painter) const
{
    painter->fillRect(m_gutter->rect(), look()[Shade::Surface]);
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF line = blockBoundingGeometry(block).translated(contentOffset());
        if (line.top() > m_gutter->height())
            break;
        if (block.userState() == ErrorLine)
            painter->fillRect(QRectF(0, line.top() + 1, 3, line.height() - 2),
                              look().tone(Tone::Warn));
        else if (block.userState() == EndLine)
            drawMark(painter, QRectF(4, line.center().y() - 7, 14, 14), m_endMark);
    }
}

} // namespace Spawn
