// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/victimsdialog.h"

#include "commands/commanddelegate.h"
#include "look/figures.h"
#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"
#include "models/commandtext.h"
#include "models/quantity.h"

#include <QtCore/QSettings>
#include <QtGui/QPainter>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

#include <utility>

namespace Spawn {

// One of them: its state, its number, its line.
class VictimRow final : public QWidget
{
public:
    explicit VictimRow(VictimsDialog::Victim victim) : m_victim(std::move(victim))
    {
        setFixedHeight(28);
        setMinimumWidth(440);
        setAccessibleName(QStringLiteral("%1 %2").arg(m_victim.number).arg(m_victim.line));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(0, height() - 1, width(), 1, look()[Shade::Line]);
        drawMark(&painter, QRectF(0, 7, 14, 14), m_victim.mark);
        painter.setFont(fontOf(Type::Body));
        painter.setPen(look()[Shade::Text3]);
        drawFigures(&painter, QRectF(14, 0, 56, 27), Qt::AlignVCenter | Qt::AlignRight,
                    QString::number(m_victim.number));
        drawCommandLine(&painter, QRectF(82, 0, width() - 82, 27), m_victim.name, m_victim.line);
    }

private:
    VictimsDialog::Victim m_victim;
};

VictimsDialog::Victim VictimsDialog::victimOf(const CommandSnapshot &command, quint64 number)
{
    return {commandMark(command.state, command.error), number, programText(command),
            commandLine(command)};
}

static QString settingsKey(const QString &key)
{
    return QStringLiteral("commands/ask/") + key;
}

void VictimsDialog::ask(QWidget *parent, const Question &question, const QList<Victim> &first,
                        int count, const std::function<void()> &does)
{
    if (!QSettings().value(settingsKey(question.key), true).toBool()) {
        does();
        return;
    }
    auto *const dialog = new VictimsDialog(parent, question, first, count);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, parent, does);
    dialog->open();
}

VictimsDialog::VictimsDialog(QWidget *parent, const Question &question, const QList<Victim> &first,
                             int count)
    : QDialog(parent)
{
    const QString what = QStringLiteral("%1 %2 %3%4")
                             .arg(question.verb, countText(quint64(count)), question.noun,
                                  count == 1 ? QString() : QStringLiteral("s"));
    const QString title = what + u'?';
    setWindowTitle(title);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(0);
    auto *const heading = new QLabel(title);
    heading->setFont(fontOf(Type::Verdict));
    column->addWidget(heading);
    column->addSpacing(12);
    for (const Victim &victim : first)
        column->addWidget(new VictimRow(victim));
    if (count > first.size()) {
        auto *const rest = new QLabel(
            QStringLiteral("and %1 more").arg(countText(quint64(count - first.size()))));
        rest->setForegroundRole(QPalette::PlaceholderText);
        column->addSpacing(6);
        column->addWidget(rest);
    }
    if (!question.note.isEmpty()) {
        column->addSpacing(12);
        column->addWidget(new QLabel(question.note));
    }
    column->addSpacing(16);
    auto *const again = new QCheckBox(QStringLiteral("Do not ask again"));
    auto *const row = new QHBoxLayout;
    row->setSpacing(8);
    auto *const accept = new QPushButton(what);
    accept->setAutoDefault(false);
    auto *const keep = new QPushButton(question.keep);
    keep->setDefault(true);
    row->addWidget(again);
    row->addStretch();
    row->addWidget(accept);
    row->addWidget(keep);
    column->addLayout(row);
    keep->setFocus();
    connect(keep, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(accept, &QAbstractButton::clicked, this, [this, again, key = question.key] {
        if (again->isChecked())
            QSettings().setValue(settingsKey(key), false);
        QDialog::accept();
    });
}

} // namespace Spawn
