// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "restarts/restartdetails.h"

#include "look/theme.h"
#include "look/type.h"
#include "models/momenttext.h"
#include "models/outcometext.h"
#include "models/quantity.h"
#include "models/restartmodel.h"
#include "models/terminaltext.h"
#include "widgets/detailshead.h"
#include "widgets/facts.h"
#include "widgets/sectiontitle.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QVBoxLayout>

namespace Spawn {

RestartDetails::RestartDetails(QWidget *parent)
    : QWidget(parent), m_head(new DetailsHead), m_facts(new Facts), m_words(new QPlainTextEdit)
{
    setAccessibleName(QStringLiteral("Details of the restart"));
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(20, 0, 12, 8);
    column->setSpacing(0);

    connect(m_head, &DetailsHead::copyRequested, this, &RestartDetails::copy);
    connect(m_head, &DetailsHead::closeRequested, this, &RestartDetails::closed);
    column->addWidget(m_head);

    auto *const body = new QHBoxLayout;
    body->setSpacing(0);
    auto *const left = new QVBoxLayout;
    left->addWidget(m_facts);
    left->addStretch();
    body->addLayout(left);
    auto *const right = new QVBoxLayout;
    right->setSpacing(4);
    const QString title = QStringLiteral("Last words on stderr");
    right->addWidget(new SectionTitle(title));
    m_words->setReadOnly(true);
    m_words->setFrameShape(QFrame::NoFrame);
    m_words->setFont(fontOf(Type::Mono));
    m_words->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_words->document()->setDocumentMargin(0);
    m_words->setAccessibleName(title);
    right->addWidget(m_words);
    body->addLayout(right);
    column->addLayout(body);
}

static QList<Facts::Fact> factsOf(const HelperExit &exit, qint64 next, qint64 now)
{
    QList<Facts::Fact> facts;
    if (exit.signalNumber != 0) {
        facts
            += {QStringLiteral("Signal"),
                QStringLiteral("%1, %2").arg(exit.signalNumber).arg(signalText(exit.signalNumber)),
                {}};
    } else if (exit.exitCode >= 0) {
        facts += {QStringLiteral("Exit code"), QString::number(exit.exitCode), {}};
    }
    facts += {QStringLiteral("Ended"), momentText(exit.time.toMSecsSinceEpoch(), now), {}};
    facts += {QStringLiteral("Uptime"), spanText(exit.uptime), {}};
    facts += {QStringLiteral("Next helper"),
              next == 0 ? QStringLiteral("none")
                        : QStringLiteral("%1, after %2").arg(next).arg(spanText(exit.backOff)),
              {}};
    facts += {QStringLiteral("Commands"), workText(exit), {}};
    return facts;
}

// Every line made fit to be shown.
static QString wordsText(const QByteArray &words)
{
    QStringList lines;
    for (const QByteArray &line : words.trimmed().split('\n'))
        lines += printableText(line);
    return lines.join(u'\n');
}

void RestartDetails::setRestart(const RestartSnapshot &restart, qint64 next, qint64 now)
{
    const HelperExit &exit = restart.exit;
    m_head->setText(
        helperExitMark(exit.reason), causeText(exit),
        QStringLiteral("helper %1, up %2").arg(exit.processId).arg(spanText(exit.uptime)));
    m_facts->setFacts(factsOf(exit, next, now));
    const QString words = wordsText(restart.lastWords);
    if (m_words->toPlainText() != words)
        m_words->setPlainText(words);
    m_words->setPlaceholderText(QStringLiteral("It said nothing."));
}

void RestartDetails::copy() const
{
    QGuiApplication::clipboard()->setText(m_head->plainText() + u'\n' + m_facts->plainText() + u'\n'
                                          + m_words->toPlainText());
}

void RestartDetails::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), look()[Shade::Surface]);
}

} // namespace Spawn
