// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/commanddetails.h"

#include "commands/commandactions.h"
#include "commands/commanddelegate.h"
#include "commands/commandfacts.h"
#include "commands/outputview.h"
#include "look/figures.h"
#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"
#include "models/commandtext.h"
#include "models/outputlines.h"
#include "models/quantity.h"
#include "widgets/quietbutton.h"
#include "widgets/sectiontitle.h"

#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QHelpEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QToolTip>
#include <QtWidgets/QVBoxLayout>

namespace Spawn {

static constexpr int HeadHeight = 44;

CommandDetails::CommandDetails(const CommandActions &actions, QWidget *parent)
    : QWidget(parent), m_buttons(makeHead(actions)), m_facts(new Facts), m_output(new OutputView)
{
    setAccessibleName(QStringLiteral("Details of the command"));
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(20, 0, 12, 8);
    column->setSpacing(0);
    auto *const head = new QHBoxLayout;
    head->addStretch();
    head->addWidget(m_buttons);
    column->addLayout(head);

    auto *const body = new QHBoxLayout;
    body->setSpacing(24);
    auto *const facts = new QScrollArea;
    facts->setFrameShape(QFrame::NoFrame);
    facts->setWidget(m_facts);
    facts->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    facts->setFixedWidth(344);
    facts->setFocusPolicy(Qt::NoFocus);
    facts->setWidgetResizable(true);
    facts->viewport()->setBackgroundRole(QPalette::Base);
    facts->setMinimumHeight(88);
    body->addWidget(facts);
    auto *const right = new QVBoxLayout;
    right->setSpacing(4);
    right->addWidget(new SectionTitle(QStringLiteral("Output")));
    right->addWidget(m_output, 1);
    body->addLayout(right, 1);
    column->addLayout(body, 1);
}

// A button of the look for an action; it says what the action says.
static QPushButton *buttonOf(QAction *action)
{
    auto *const button = new QPushButton;
    const auto show = [button, action] {
        button->setText(action->text());
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->toolTip());
    };
    show();
    QObject::connect(action, &QAction::changed, button, show);
    QObject::connect(button, &QAbstractButton::clicked, action, &QAction::trigger);
    return button;
}

QWidget *CommandDetails::makeHead(const CommandActions &actions)
{
    auto *const buttons = new QWidget;
    auto *const row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 8, 0, 8);
    row->setSpacing(6);
    row->addWidget(buttonOf(actions.raiseAction()));
    row->addWidget(buttonOf(actions.cancelAction()));
    row->addWidget(buttonOf(actions.signalAction()));
    auto *const copyButton = new QuietButton;
    copyButton->setMark({Glyph::Copy, Tone::Neutral});
    copyButton->setToolTip(QStringLiteral("Copy what is known"));
    copyButton->setAccessibleName(QStringLiteral("Copy"));
    connect(copyButton, &QAbstractButton::clicked, this, &CommandDetails::copy);
    auto *const close = new QuietButton;
    close->setMark({Glyph::Cross, Tone::Neutral});
    close->setToolTip(QStringLiteral("Close the details (Esc)"));
    close->setAccessibleName(QStringLiteral("Close"));
    connect(close, &QAbstractButton::clicked, this, &CommandDetails::closed);
    row->addWidget(copyButton);
    row->addWidget(close);
    return buttons;
}

void CommandDetails::setCommand(const CommandSnapshot &command, const SpawnerSnapshot &spawner,
                                qint64 now)
{
    m_command = command;
    m_facts->setFacts(commandFacts(command, now));
    m_facts->setMinimumHeight(m_facts->sizeHint().height());
    setAccessibleDescription(commandLine(command));
    showOutput(command, spawner, now);
    update();
}

void CommandDetails::showOutput(const CommandSnapshot &command, const SpawnerSnapshot &spawner,
                                qint64 now)
{
    const QStringList output = outputLines(command.outputTail);
    const QStringList errors = outputLines(command.errorTail);
    const qsizetype lines = output.size() + errors.size();
    m_note.clear();
    if (lines > 0) {
        m_note = QStringLiteral("%1 %2, %3 on stderr")
                     .arg(countText(quint64(lines)),
                          lines == 1 ? QStringLiteral("line") : QStringLiteral("lines"),
                          countText(quint64(errors.size())));
        if (command.standardOutputTruncated || command.standardErrorTruncated)
            m_note.prepend(QStringLiteral("cut off by the limit, the last "));
    }
    m_output->setPlaceholderText(
        !spawner.outputShared ? QStringLiteral("%1 does not share the output of its commands.")
                                    .arg(spawner.application)
            : command.isFinished() ? QStringLiteral("It wrote nothing.")
                                   : QStringLiteral("It has written nothing yet."));
    QString end;
    if (command.isFinished() && lines > 0) {
        const QString ran = secondsText(ranOf(command, now), 1);
        end = ran.isEmpty() ? endText(command)
                            : QStringLiteral("%1 after %2").arg(endText(command), ran);
    }
    m_output->setOutput(output, errors, end, commandMark(command.state, command.error));
}

void CommandDetails::copy() const
{
    QGuiApplication::clipboard()->setText(commandLine(m_command) + u'\n' + m_facts->plainText()
                                          + u'\n' + m_output->toPlainText());
}

bool CommandDetails::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *const help = static_cast<QHelpEvent *>(event);
        if (help->pos().y() < HeadHeight) {
            QToolTip::showText(help->globalPos(),
                               QStringLiteral("<p style='white-space: pre-wrap'>%1</p>")
                                   .arg(commandLine(m_command).toHtmlEscaped()),
                               this);
            return true;
        }
    }
    return QWidget::event(event);
}

void CommandDetails::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), look()[Shade::Surface]);
    drawMark(&painter, QRectF(22, HeadHeight / 2.0 - 7, 14, 14),
             commandMark(m_command.state, m_command.error));
    const QRectF line(48, 0, m_buttons->x() - 60, HeadHeight);
    drawCommandLine(&painter, line, programText(m_command), commandLine(m_command));
    painter.setFont(fontOf(Type::Note));
    painter.setPen(look()[Shade::Text3]);
    drawFigures(&painter, QRectF(400, HeadHeight, width() - 420, 20),
                Qt::AlignRight | Qt::AlignVCenter, m_note);
}

} // namespace Spawn
