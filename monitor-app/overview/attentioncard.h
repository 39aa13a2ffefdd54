// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/attention.h"
#include "widgets/card.h"

namespace Spawn {

// What needs somebody: at most five lines, each with a way to its subject.
class AttentionCard final : public Card
{
    Q_OBJECT
public:
    explicit AttentionCard(QWidget *parent = nullptr);

    void setAttention(const QList<Attention> &list);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {320, sizeHint().height()}; }

Q_SIGNALS:
    void opened(const Spawn::Subject &subject);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    int shownCount() const;
    void placeButtons();

    QList<Attention> m_list;
    QList<QWidget *> m_buttons;
};

} // namespace Spawn
