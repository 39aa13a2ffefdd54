// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/emptyrows.h"

#include "look/type.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace Spawn {

EmptyRows::EmptyRows(QWidget *parent)
    : QWidget(parent), m_text(new QLabel), m_note(new QLabel),
      m_clear(new QPushButton(QStringLiteral("Clear filter")))
{
    auto *const column = new QVBoxLayout(this);
    column->setSpacing(8);
    column->addStretch();
    for (QLabel *const label : {m_text, m_note}) {
        label->setTextFormat(Qt::PlainText);
        label->setAlignment(Qt::AlignHCenter);
        label->setWordWrap(true);
        column->addWidget(label);
    }
    m_text->setFont(fontOf(Type::Emphasis));
    m_note->setForegroundRole(QPalette::PlaceholderText);
    column->addSpacing(4);
    column->addWidget(m_clear, 0, Qt::AlignHCenter);
    column->addStretch();
    connect(m_clear, &QAbstractButton::clicked, this, &EmptyRows::clearRequested);
}

void EmptyRows::setText(const QString &text, const QString &note, bool filtered)
{
    m_text->setText(text);
    m_note->setText(note);
    m_clear->setVisible(filtered);
}

} // namespace Spawn
