// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/possibleaction.h"

#include "widgets/quietbutton.h"

#include <QtWidgets/QWidget>

namespace Spawn {

QAction *addPossibleAction(QWidget *page, const QString &text, const QString &key,
                           const QString &explanation)
{
    auto *const action = new QAction(text, page);
    action->setShortcut(QKeySequence(key));
    action->setWhatsThis(explanation);
    page->addAction(action);
    return action;
}

void setPossible(QAction *action, const QString &refusal)
{
    action->setEnabled(refusal.isEmpty());
    action->setToolTip(QStringLiteral("%1 (%2)").arg(
        refusal.isEmpty() ? action->whatsThis() : refusal, action->shortcut().toString()));
}

QuietButton *buttonOf(QAction *action, Glyph glyph)
{
    auto *const button = new QuietButton(action->text());
    button->setMark({glyph, Tone::Neutral});
    const auto show = [button, action] {
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->toolTip());
    };
    show();
    QObject::connect(action, &QAction::changed, button, show);
    QObject::connect(button, &QAbstractButton::clicked, action, &QAction::trigger);
    return button;
}

} // namespace Spawn
