// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "log/logdetails.h"

#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"
#include "models/logmodel.h"
#include "models/momenttext.h"
#include "models/terminaltext.h"
#include "widgets/facts.h"
#include "widgets/quietbutton.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace Spawn {

static constexpr int HeadHeight = 44;

LogDetails::LogDetails(QWidget *parent)
    : QWidget(parent), m_facts(new Facts), m_message(new QPlainTextEdit), m_show(new QPushButton)
{
    setAccessibleName(QStringLiteral("Details of the record"));
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(20, 0, 12, 8);
    column->setSpacing(0);

    auto *const head = new QHBoxLayout;
    head->setContentsMargins(0, 8, 0, 8);
    head->setSpacing(4);
    connect(m_show, &QAbstractButton::clicked, this, &LogDetails::subjectAsked);
    auto *const copyButton = new QuietButton;
    copyButton->setMark({Glyph::Copy, Tone::Neutral});
    copyButton->setToolTip(QStringLiteral("Copy the record"));
    copyButton->setAccessibleName(QStringLiteral("Copy"));
    connect(copyButton, &QAbstractButton::clicked, this, &LogDetails::copy);
    m_copy = copyButton;
    auto *const close = new QuietButton;
    close->setMark({Glyph::Cross, Tone::Neutral});
    close->setToolTip(QStringLiteral("Close the details (Esc)"));
    close->setAccessibleName(QStringLiteral("Close"));
    connect(close, &QAbstractButton::clicked, this, &LogDetails::closed);
    head->addStretch();
    head->addWidget(m_show);
    head->addSpacing(4);
    head->addWidget(copyButton);
    head->addWidget(close);
    column->addLayout(head);

    auto *const body = new QHBoxLayout;
    body->setSpacing(0);
    auto *const left = new QVBoxLayout;
    left->addWidget(m_facts);
    left->addStretch();
    body->addLayout(left);
    m_message->setReadOnly(true);
    m_message->setFrameShape(QFrame::NoFrame);
    m_message->setFont(fontOf(Type::Mono));
    m_message->setTabChangesFocus(true);
    m_message->document()->setDocumentMargin(3);
    m_message->setAccessibleName(QStringLiteral("Message"));
    body->addWidget(m_message);
    column->addLayout(body);
}

// Every line made fit to be shown.
static QString linesText(const QString &message)
{
    QStringList lines;
    for (const QString &line : message.split(u'\n'))
        lines += printableText(line.toUtf8());
    return lines.join(u'\n');
}

static Subject subjectOf(const LogSnapshot &record)
{
    if (record.command != 0)
        return {Subject::Kind::Command, record.command, {}};
    const bool ofHelper = record.category.endsWith(QLatin1String("helper"));
    if (ofHelper && logLevel(record.level) >= LogLevel::Warning)
        return {Subject::Kind::Restarts, 0, {}};
    return {};
}

void LogDetails::setRecord(const LogSnapshot &record, qint64 now)
{
    const LogLevel level = logLevel(record.level);
    m_mark = logLevelMark(level);
    m_title = printableText(record.message.section(u'\n', 0, 0).toUtf8());
    m_subject = subjectOf(record);
    QList<Facts::Fact> facts = {
        {QStringLiteral("Logged"), momentText(record.time, now), {}},
        {QStringLiteral("Level"), levelWord(level), {}},
        {QStringLiteral("Category"), printableText(record.category.toUtf8()), {}},
    };
    if (record.command != 0)
        facts += {QStringLiteral("Command"), QStringLiteral("#%1").arg(record.command), {}};
    m_facts->setFacts(facts);
    const QString message = linesText(record.message);
    if (m_message->toPlainText() != message)
        m_message->setPlainText(message);
    m_show->setVisible(m_subject.kind != Subject::Kind::None);
    m_show->setText(m_subject.kind == Subject::Kind::Command
                        ? QStringLiteral("Show command %1").arg(record.command)
                        : QStringLiteral("Show restarts"));
    setAccessibleDescription(m_title + u'\n' + m_facts->plainText());
    update();
}

void LogDetails::copy() const
{
    QGuiApplication::clipboard()->setText(m_facts->plainText() + u'\n' + m_message->toPlainText());
}

void LogDetails::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), look()[Shade::Surface]);
    drawMark(&painter, QRectF(22, HeadHeight / 2.0 - 7, 14, 14), m_mark);
    const QWidget *const next = m_show->isVisible() ? m_show : m_copy;
    const QRectF line(46, 0, next->x() - 58, HeadHeight);
    QFont strong = fontOf(Type::Body);
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    painter.setPen(look()[Shade::Text]);
    painter.drawText(line, Qt::AlignVCenter,
                     QFontMetricsF(strong).elidedText(m_title, Qt::ElideRight, line.width()));
}

} // namespace Spawn
