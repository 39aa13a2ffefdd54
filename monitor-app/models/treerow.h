// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <QtCore/QString>

#include <array>
#include <memory>
#include <vector>

namespace Spawn {

// A row of a tree in words, with those that belong to it. Its part is what it stands for, and tells
// it from others.
template <class RowPart, int ColumnCount>
struct TreeRow
{
    using Part = RowPart;
    using Texts = std::array<QString, ColumnCount>;
    static constexpr int Columns = ColumnCount;

    Part part;
    Texts texts;
    Texts toolTips;
    Mark state;
    TreeRow *parent = nullptr;
    std::vector<std::unique_ptr<TreeRow>> rows;

    TreeRow *add(std::unique_ptr<TreeRow> row)
    {
        row->parent = this;
        rows.push_back(std::move(row));
        return rows.back().get();
    }
};

} // namespace Spawn
