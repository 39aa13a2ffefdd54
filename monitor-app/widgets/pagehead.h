// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <QtCore/QString>
#include <QtWidgets/QWidget>

namespace Spawn {

// The first line of a page with a table: its title, and on the right what there is to say of all or
// of the selection.
class PageHead final : public QWidget
{
    Q_OBJECT
public:
    explicit PageHead(const QString &title, QWidget *parent = nullptr);

    // Neutral: in the colour of notes.
    void setNote(const QString &note, Tone tone = Tone::Neutral);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_title;
    QString m_note;
    Tone m_tone = Tone::Neutral;
};

} // namespace Spawn
